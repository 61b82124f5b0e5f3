# expect: psgsh:System-systemStatus sh:MinCountConstraintComponent
# The system has no code for “system status”.
DELETE WHERE { <id/system/example> psg:systemStatus ?value }
