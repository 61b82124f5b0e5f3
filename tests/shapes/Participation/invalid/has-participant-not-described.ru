# expect: psgsh:Participation-hasParticipant sh:ClassConstraintComponent
# The participation names an organisation that is not described anywhere.
DELETE WHERE { <id/participation/example> cv:hasParticipant ?value } ;
INSERT DATA { <id/participation/example> cv:hasParticipant <id/organisation/nowhere> }
