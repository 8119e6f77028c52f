/** The script of pages where texts of a conversation are written. */
import { startAll } from '../core/component.js'
import Ask from './ask.js'

startAll(document, { 'guard/ask': Ask })
