/** The script of all staff pages. */
import { startAll } from '../core/component.js'
import Here from './here.js'

startAll(document, { 'staff/here': Here })
