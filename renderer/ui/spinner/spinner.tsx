import './spinner.css'

/** A ring that turns, always before words that say what is going on. Not there with reduced motion: the words end in dots. */
export function Spinner() {
  return <span className="spinner" aria-hidden="true" />
}
