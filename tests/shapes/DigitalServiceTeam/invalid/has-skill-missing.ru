# expect: psgsh:DigitalServiceTeam-hasSkill-recommended sh:MinCountConstraintComponent
# The team has no code for “has skill”.
DELETE WHERE { <id/team/example> psg:hasSkill ?value }
