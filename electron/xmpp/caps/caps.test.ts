import { expect, test } from 'vitest'
import { createCapabilities, verificationString } from './caps.ts'

test('the simple generation example of XEP-0115, 5.2', () => {
  const own = {
    identity: { category: 'client', type: 'pc', name: 'Exodus 0.9.1' },
    features: [
      'http://jabber.org/protocol/muc',
      'http://jabber.org/protocol/disco#items',
      'http://jabber.org/protocol/caps',
      'http://jabber.org/protocol/disco#info',
    ],
  }
  expect(verificationString(own)).toBe('QgayPKawpkPSDYmwT/WM94uAlu0=')
  const capabilities = createCapabilities(() => own, 'http://code.google.com/p/exodus')
  expect(capabilities.node()).toBe('http://code.google.com/p/exodus#QgayPKawpkPSDYmwT/WM94uAlu0=')
  expect(capabilities.build().attrs).toEqual({
    xmlns: 'http://jabber.org/protocol/caps',
    hash: 'sha-1',
    node: 'http://code.google.com/p/exodus',
    ver: 'QgayPKawpkPSDYmwT/WM94uAlu0=',
  })
})
