# expect: psgsh:DigitalServiceTeam-fillsRole-recommended sh:MinCountConstraintComponent
# The team names no professional role.
DELETE WHERE { <id/team/example> psg:fillsRole ?value }
