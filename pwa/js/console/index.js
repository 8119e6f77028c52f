/** The script of the operators' desk. */
import { startAll } from '../core/component.js'
import Desk from './desk.js'

startAll(document, { 'console/desk': Desk })
