/* What the server and the build put before the service worker. */

/** Under which the built files are served. */
declare var __RELEASE: string
/** The public pages to keep, by language. */
declare var __PAGES: Record<string, string[]>
/** The built files. */
declare var __FILES: string[]
/** The paths and patterns of the routes that matter to the service worker. */
declare var __ROUTES: import('./js/core/keeping.js').Routes
