import './mark.css'

/** The mark of Centella: an arc that thins like a trail and makes a C, a spark at its head. */
export function Mark({ size = 'small' }: { readonly size?: 'small' | 'large' }) {
  return (
    <svg className="mark" data-size={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={trail} fill="currentColor" />
      <circle className="mark-spark" cx="18.63" cy="7.18" r="3" />
    </svg>
  )
}

const trail = [
  'M16.11 2.77C13.88 1.86 11.34 1.8 9.11 2.56C6.88 3.32 4.97 4.89 3.82 6.89C2.66 8.88 2.27 11.27 2.69 13.47',
  'C3.12 15.68 4.36 17.69 6.09 19.05C7.82 20.4 10.02 21.09 12.16 20.97C14.3 20.86 16.35 19.95 17.85 18.5',
  'A0.55 0.55 0 0 1 17.12 17.69C15.71 18.85 13.9 19.47 12.13 19.42C10.36 19.38 8.64 18.68 7.37 17.52',
  'C6.1 16.35 5.3 14.75 5.11 13.09C4.92 11.44 5.36 9.75 6.28 8.42C7.19 7.1 8.58 6.14 10.09 5.76',
  'C11.6 5.38 13.22 5.56 14.56 6.24Z',
].join('')
