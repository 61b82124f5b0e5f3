# expect: psgsh:System-systemStatus sh:MaxCountConstraintComponent
# The system has two codes for “system status”.
INSERT DATA { <id/system/example> psg:systemStatus <codelist/system-status/planned> }
