# expect: psgsh:DigitalServiceTeam-title sh:MinCountConstraintComponent
# The team has no title.
DELETE WHERE { <id/team/example> dct:title ?value }
