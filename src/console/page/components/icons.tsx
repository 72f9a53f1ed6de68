/** The logo, inline so that the browser loads no file. It is decorative: the name is next to it. */
export function BrandIcon() {
  return (
    <svg className="brand" viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M16 2.5 27.7 9.25v13.5L16 29.5 4.3 22.75V9.25Z"
        fill="none"
        stroke="#d60590"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path
        d="M9.5 20.5a9 9 0 0 1 13 0M12.5 16.5a4.9 4.9 0 0 1 7 0"
        fill="none"
        stroke="#6b57ff"
        strokeWidth="2.2"
        strokeLinecap="round"
        transform="rotate(180 16 16)"
      />
      <circle cx="16" cy="19" r="2.2" fill="#6b57ff" />
    </svg>
  );
}
