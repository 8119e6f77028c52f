/** Entry script of the editors' pages. */
import { startAll } from '../core/component.js'
import Meter from './meter.js'

startAll(document, { 'editing/meter': Meter })
