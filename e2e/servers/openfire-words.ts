/** What Openfire says in its own words, whatever is asked, from the recordings. */
import { said } from './openfire-recordings.ts'

/** @param mechanisms of those that were recorded, only these; all when left out */
export function openfireWords(
  domain: string,
  tls: 'optional' | 'required' | 'disabled',
  mechanisms?: readonly string[],
) {
  const features = (recorded: string, index = 0) => {
    const xml = said(recorded, domain, '<stream:features', index)
    if (mechanisms === undefined) return xml
    return xml.replace(/<mechanism>([^<]*)<\/mechanism>/g, (whole, name: string) =>
      mechanisms.includes(name) ? whole : '',
    )
  }
  return {
    clear: features(
      {
        optional: 'signin-starttls-scram-sha-1',
        required: 'signin-tls-required-pre-tls',
        disabled: 'signin-tls-disabled-pre-tls',
      }[tls],
    ),
    encrypted: features('signin-starttls-scram-sha-1', 1),
    signedIn: features('signin-starttls-scram-sha-1', 2),
    nothing: features('signin-tls-required-pre-tls', 1),
    refused: said('signin-tls-disabled-starttls', domain, '<stream:error'),
    proceed: said('signin-starttls-scram-sha-1', domain, '<proceed'),
    failure: said('signin-wrong-password', domain, '<failure'),
    conflict: said('resource-conflict-first', domain, '<stream:error'),
    header: said('signin-starttls-scram-sha-1', domain, '<?xml'),
    bound: said('signin-starttls-scram-sha-1', domain, '<iq'),
    roster: said('roster-versioning', domain, '<iq', 1),
    changed: said('contacts-ana', domain, '<iq type="result"', 10),
    refusedChange: said('shared-group-ana', domain, '<iq type="error"'),
    rosterSame: said('roster-versioning', domain, '<iq', 2),
    unknown: said('error-empty-to', domain, '<iq', 1),
    version: said('after-sign-in', domain, '<iq type="get"'),
    enabled: said('after-sign-in', domain, '<enabled'),
    resumeFailed: said('resume-refused', domain, '<failed'),
    presence: said('messages-ana', domain, '<presence', 1),
  }
}
