/** The script of a contact's own page. */
import { startAll } from '../core/component.js'
import Follow from './follow.js'

startAll(document, { 'tracking/follow': Follow })
