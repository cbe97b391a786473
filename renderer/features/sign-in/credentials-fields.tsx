import { drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { PasswordField } from '../../ui/password-field/password-field.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import type { CredentialsForm } from './use-credentials.ts'

export function CredentialsFields({ form, disabled }: { readonly form: CredentialsForm; readonly disabled: boolean }) {
  const { t } = useText()
  const canRemember = useStore(state => state.program.canRememberPasswords)
  const { value, addressError, passwordError } = form
  return (
    <>
      <TextField
        label={t('signIn.address')}
        value={value.address}
        onChange={address => form.change({ address })}
        onLeave={() => drop(form.leaveAddress())}
        error={addressError === null ? null : t(addressError as 'signIn.addressForm')}
        placeholder={t('signIn.addressPlaceholder')}
        autoComplete="username"
        autoFocus={value.address === ''}
        disabled={disabled}
      />
      <PasswordField
        label={t('signIn.password')}
        value={value.password}
        onChange={password => form.change({ password })}
        error={passwordError === null ? null : t(passwordError as 'signIn.passwordMissing')}
        autoFocus={value.address !== ''}
        disabled={disabled}
        {...(value.hasPassword && { placeholder: t('signIn.savedPassword') })}
      />
      <div>
        <Checkbox
          checked={value.rememberPassword && canRemember}
          onChange={rememberPassword => form.change({ rememberPassword })}
          disabled={disabled || !canRemember}
          {...(!canRemember && { hint: t('signIn.cannotRemember') })}
        >
          {t('signIn.rememberPassword')}
        </Checkbox>
        <Checkbox
          checked={value.signInAutomatically && canRemember}
          onChange={signInAutomatically => form.change({ signInAutomatically })}
          disabled={disabled || !canRemember}
        >
          {t('signIn.automatically')}
        </Checkbox>
      </div>
    </>
  )
}
