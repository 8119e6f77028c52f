/** The script of the pages where staff sign in and make passkeys. */
import { startAll } from '../core/component.js'
import Passkey from './passkey.js'

startAll(document, { 'accounts/passkey': Passkey })
