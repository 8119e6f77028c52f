/** The script of pages where texts of a conversation are written. */
import { startAll } from '../core/component.js'
import Guard from './guard.js'

startAll(document, { guard: Guard })
