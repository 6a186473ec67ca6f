// Loaded after the page: 240 unicode ranges; the browser fetches only the ranges that a page shows.
import '@fontsource/ibm-plex-sans-jp/400.css'
import '@fontsource/ibm-plex-sans-jp/600.css'
