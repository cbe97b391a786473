#!/bin/sh
# Run as root after the package was unpacked (deb: "configure"; rpm: a number). electron-builder fills in the names.
set -e

program='/opt/${sanitizedProductName}/${executable}'
sandbox='/opt/${sanitizedProductName}/chrome-sandbox'
profile='/opt/${sanitizedProductName}/resources/apparmor-profile'
installed='/etc/apparmor.d/${executable}'

case "$1" in abort-*) exit 0 ;; esac

# A command of this name that is somebody else's stays.
if [ ! -e '/usr/bin/${executable}' ] || [ -L '/usr/bin/${executable}' ]; then
  ln -sf "$program" '/usr/bin/${executable}'
fi

# The pages' sandbox needs user namespaces. Root may always make them, so an account without rights is asked; where it
# may not (a hardened kernel, Ubuntu's AppArmor), Chromium's helper does it, which has to be root's and setuid for that.
if [ -e "$sandbox" ]; then
  if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true >/dev/null 2>&1; then
    chmod 0755 "$sandbox"
  else
    chmod 4755 "$sandbox"
  fi
fi

# Ubuntu 24.04 and newer forbid user namespaces to programs without a profile. Where AppArmor is older and does not
# understand ours, it is not needed either: parsing it, without loading it, tells.
if [ -e "$profile" ] && [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" "$installed"
  if apparmor_status --enabled >/dev/null 2>&1 && ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache "$installed" || true
  fi
fi

# Who opens xmpp: links, and the icons. Debian does it by itself; others may not.
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi
