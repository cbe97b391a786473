import './spinner.css'

/** A ring that turns, always before words that say what is going on. Not there with reduced motion: the words end in dots. */
export function Spinner({ size = 'normal' }: { readonly size?: 'small' | 'normal' }) {
  return <span className="spinner" data-size={size} aria-hidden="true" />
}
