; Offers Centella for xmpp: links on Windows. It becomes one of the programs to choose from in the system's settings, and
; takes nothing away from the one that opens them now.
!define CENTELLA_LINKS "Software\Classes\Centella.xmpp"
!define CENTELLA_CAPABILITIES "Software\Centella\Capabilities"

!macro customInstall
  WriteRegStr SHELL_CONTEXT "${CENTELLA_LINKS}" "" "URL:XMPP"
  WriteRegStr SHELL_CONTEXT "${CENTELLA_LINKS}" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "${CENTELLA_LINKS}\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "${CENTELLA_LINKS}\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "${CENTELLA_CAPABILITIES}" "ApplicationName" "Centella"
  WriteRegStr SHELL_CONTEXT "${CENTELLA_CAPABILITIES}" "ApplicationDescription" "A desktop chat client for XMPP"
  WriteRegStr SHELL_CONTEXT "${CENTELLA_CAPABILITIES}\URLAssociations" "xmpp" "Centella.xmpp"
  WriteRegStr SHELL_CONTEXT "Software\RegisteredApplications" "Centella" "${CENTELLA_CAPABILITIES}"
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\RegisteredApplications" "Centella"
  DeleteRegKey SHELL_CONTEXT "${CENTELLA_CAPABILITIES}"
  DeleteRegKey /ifempty SHELL_CONTEXT "Software\Centella"
  DeleteRegKey SHELL_CONTEXT "${CENTELLA_LINKS}"
!macroend
