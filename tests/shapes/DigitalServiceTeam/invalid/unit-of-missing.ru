# expect: psgsh:DigitalServiceTeam-unitOf sh:MinCountConstraintComponent
# The team names no organisation.
DELETE WHERE { <id/team/example> org:unitOf ?value }
