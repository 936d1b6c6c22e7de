/** The product's sign as an address, so that no page has to load it. */
export const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#14514f"/><path d="M11 7l3 5-2 2.5c1.2 2.4 3 4.2 5.4 5.4L20 18l5 3-1 3.4c-.3 1-1.2 1.6-2.2 1.5C13.6 25 7.5 19 6.6 10.4 6.5 9.3 7 8.4 8 8z" fill="#fff"/></svg>',
)}`;
