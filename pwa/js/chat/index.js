/** The script of the citizen's conversation, loaded on its page only. */
import { startAll } from '../core/component.js'
import Citizen from './citizen.js'
import Door from './door.js'

startAll(document, { 'chat/door': Door, 'chat/talk': Citizen })
