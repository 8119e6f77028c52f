/** The script of the citizen's conversation, loaded on its page only. */
import { startAll } from '../core/component.js'
import Citizen from './citizen.js'

startAll(document, { 'chat/talk': Citizen })
