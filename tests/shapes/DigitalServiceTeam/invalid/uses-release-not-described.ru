# expect: psgsh:DigitalServiceTeam-usesRelease sh:ClassConstraintComponent
# The team names a release that is not described anywhere.
DELETE WHERE { <id/team/example> psg:usesRelease ?value } ;
INSERT DATA { <id/team/example> psg:usesRelease <id/release/nowhere> }
