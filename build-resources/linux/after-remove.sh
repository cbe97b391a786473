#!/bin/sh
# Run as root after the package was removed (deb: "remove", "purge"; rpm: 0), and while a newer one replaces it
# (deb: "upgrade"; rpm: 1), when everything has to stay. electron-builder fills in the names.
set -e

installed='/etc/apparmor.d/${executable}'

case "$1" in remove | purge | 0) ;; *) exit 0 ;; esac

if [ "$(readlink '/usr/bin/${executable}')" = '/opt/${sanitizedProductName}/${executable}' ]; then
  rm -f '/usr/bin/${executable}'
fi

# Out of the kernel before the file goes: else it would hold until the machine starts again.
if [ -f "$installed" ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --remove "$installed" || true
  fi
  rm -f "$installed"
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
