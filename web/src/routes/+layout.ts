// The page is a static app: the server of the dojo only serves its files and the API.
export const ssr = false
export const prerender = false
