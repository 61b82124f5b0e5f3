# expect: psgsh:DigitalServiceTeam-unitOf sh:ClassConstraintComponent
# The team names an organisation that is not described anywhere.
DELETE WHERE { <id/team/example> org:unitOf ?value } ;
INSERT DATA { <id/team/example> org:unitOf <id/organisation/nowhere> }
