# expect: psgsh:DigitalServiceTeam-usesRelease-recommended sh:MinCountConstraintComponent
# The team names no release.
DELETE WHERE { <id/team/example> psg:usesRelease ?value }
