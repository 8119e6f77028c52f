/** Every page's script: starts the components that the page names with `data-module`. */
import { startAll } from './core/component.js'
import Connection from './components/connection.js'
import ErrorSummary from './components/error-summary.js'

startAll(document, { connection: Connection, 'error-summary': ErrorSummary })
