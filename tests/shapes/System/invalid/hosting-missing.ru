# expect: psgsh:System-hosting-recommended sh:MinCountConstraintComponent
# The system has no code for “hosting”.
DELETE WHERE { <id/system/example> psg:hosting ?value }
