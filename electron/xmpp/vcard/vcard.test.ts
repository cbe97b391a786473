import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import { createVcard } from './vcard.ts'

const bob = 'bob@mired.org' as BareJid
const refused = (condition: string) => new AppError('refused-by-server', 'no', { condition })
const openfire = readFileSync(new URL('fixtures/openfire-ana.xml', import.meta.url), 'utf8').trim()
const picture = Buffer.from(/<BINVAL>(.*)<\/BINVAL>/.exec(openfire)?.[1] ?? '', 'base64')

function online() {
  const channel = createFakeChannel()
  channel.goOnline()
  return { channel, vcard: createVcard({ channel }) }
}

test('others are asked at their bare address, ourselves without one', async () => {
  const { channel, vcard } = online()
  const his = vcard.fetch(bob)
  const ours = vcard.fetch(channel.account)
  expect(channel.requests.map(({ iq }) => iq.attrs.to)).toEqual([bob, undefined])
  for (const request of channel.requests) request.answer(openfire)
  expect(await his).toMatchObject({ fullName: 'Ana Mired' })
  expect(await ours).toMatchObject({ nickname: 'Ani' })
})

test.each(['item-not-found', 'service-unavailable', 'feature-not-implemented'])(
  '%s: there is none',
  async condition => {
    const { channel, vcard } = online()
    const answer = vcard.fetch(bob)
    channel.requests[0]?.fail(refused(condition))
    expect(await answer).toMatchObject({ fullName: null, photo: null })
  },
)

test('what else goes wrong is told', async () => {
  const { channel, vcard } = online()
  const answer = vcard.fetch(bob)
  channel.requests[0]?.fail(refused('remote-server-timeout'))
  await expect(answer).rejects.toMatchObject({ code: 'refused-by-server' })
})

test('a change keeps all that we know nothing of', async () => {
  const { channel, vcard } = online()
  const done = vcard.change({ fullName: 'Ana & Co\u0007', nickname: null, picture })
  channel.requests[0]?.answer(
    '<iq type="result"><vCard xmlns="vcard-temp"><FN>x</FN><N><FAMILY>y</FAMILY></N><NICKNAME>z</NICKNAME><X-OWN xmlns="urn:o"><a b="c"/></X-OWN><PHOTO><BINVAL>AAAA</BINVAL></PHOTO></vCard></iq>',
  )
  await channel.untilWritten(2)
  const [set] = channel.requests
  expect(set?.iq.attrs).toMatchObject({ type: 'set' })
  expect(set?.iq.attrs.to).toBeUndefined()
  expect(String(set?.iq.getChild('vCard')).replaceAll(/\s/g, '')).toBe(
    `<vCard xmlns="vcard-temp"><FN>Ana &amp; Co</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>${picture.toString('base64')}</BINVAL></PHOTO><N><FAMILY>y</FAMILY></N><X-OWN xmlns="urn:o"><a b="c"/></X-OWN></vCard>`.replaceAll(
      /\s/g,
      '',
    ),
  )
  set?.answer('<iq type="result"/>')
  expect(await done).toMatchObject({
    fullName: 'Ana & Co',
    nickname: null,
    photo: { hash: '4a5eb7171b58e08a6881721e3b43d5a44419a2be' },
  })
})

test('the picture is kept or removed as the person says; a card that was not there is made', async () => {
  const { channel, vcard } = online()
  const kept = vcard.change({ fullName: null, nickname: 'Ani', picture: 'keep' })
  channel.requests[0]?.answer(openfire)
  await channel.untilWritten(2)
  expect(String(channel.written[1])).toContain('<BINVAL>')
  channel.requests[0]?.answer('<iq type="result"/>')
  expect(await kept).toMatchObject({ photo: { showable: true } })

  const removed = vcard.change({ fullName: null, nickname: 'Ani', picture: null })
  channel.requests[0]?.fail(refused('item-not-found'))
  await channel.untilWritten(4)
  expect(String(channel.written[3]?.getChild('vCard'))).toBe(
    '<vCard xmlns="vcard-temp"><NICKNAME>Ani</NICKNAME></vCard>',
  )
  channel.requests[0]?.fail(refused('not-allowed'))
  await expect(removed).rejects.toMatchObject({ details: { condition: 'not-allowed' } })
})
