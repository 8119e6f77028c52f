/** Every page's script: starts the components that the page names with `data-module`. */
import { startAll } from './core/component.js'
import { sweep, sweepCopies } from './core/leftovers.js'
import Connection from './components/connection.js'
import ErrorSummary from './components/error-summary.js'
import Forget from './components/forget.js'
import Kept from './components/kept.js'
import OwnPages from './components/own-pages.js'
import Print from './components/print.js'
import ReadAloud from './components/read-aloud.js'
import Say from './components/say.js'
import Update from './components/update.js'

startAll(document, {
  connection: Connection,
  'error-summary': ErrorSummary,
  forget: Forget,
  kept: Kept,
  'own-pages': OwnPages,
  print: Print,
  'read-aloud': ReadAloud,
  say: Say,
  update: Update
})

sweepCopies(globalThis.caches).catch(() => {})
try {
  sweep(localStorage)
} catch {
  // A browser that forbids storage has nothing stored either.
}
