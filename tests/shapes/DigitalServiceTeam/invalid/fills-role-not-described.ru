# expect: psgsh:DigitalServiceTeam-fillsRole sh:ClassConstraintComponent
# The team names a professional role that is not described anywhere.
DELETE WHERE { <id/team/example> psg:fillsRole ?value } ;
INSERT DATA { <id/team/example> psg:fillsRole <id/role/nowhere> }
