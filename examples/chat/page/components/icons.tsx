/** Inline icons, so that the browser loads no font. All are decorative: a text is next to each. */

interface IconProps {
  readonly className?: string;
}

export function BrandIcon({ className = 'icon' }: IconProps) {
  return (
    <svg className={className} viewBox="0 0 32 32" aria-hidden="true">
      <path
        className="brand-back"
        d="M7 4h18a5 5 0 0 1 5 5v10a5 5 0 0 1-5 5H14l-6.3 4.7A1 1 0 0 1 6 27.9V24a5 5 0 0 1-4-4.9V9a5 5 0 0 1 5-5Z"
      />
      <circle className="brand-dot" cx="10" cy="14" r="2" />
      <circle className="brand-dot" cx="16" cy="14" r="2" />
      <circle className="brand-dot" cx="22" cy="14" r="2" />
    </svg>
  );
}

export function SendIcon({ className = 'icon' }: IconProps) {
  return (
    <svg className={className} viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M10 16V4.5M4.5 10 10 4.5 15.5 10"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function DownIcon({ className = 'icon' }: IconProps) {
  return (
    <svg className={className} viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M10 4v11.5M4.5 10 10 15.5 15.5 10"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
