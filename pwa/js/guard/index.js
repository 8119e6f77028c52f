/** Entry script of pages with forms for texts of a conversation. */
import { startAll } from '../core/component.js'
import Ask from './ask.js'

startAll(document, { 'guard/ask': Ask })
