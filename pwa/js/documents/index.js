/** The script of the form pages. */
import { startAll } from '../core/component.js'
import ShowIf from './show-if.js'

startAll(document, { 'documents/show-if': ShowIf })
