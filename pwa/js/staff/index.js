/** The script of all staff pages. */
import { startAll } from '../core/component.js'
import Heartbeat from './heartbeat.js'

startAll(document, { 'staff/heartbeat': Heartbeat })
