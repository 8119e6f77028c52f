/** What the server and the build put before the service worker. */
interface WorkerGlobalScope {
  /** Under which the built files are served. */
  __RELEASE: string
  /** The public pages to keep, by language. */
  __PAGES: Record<string, string[]>
  /** The built files. */
  __FILES: string[]
}
