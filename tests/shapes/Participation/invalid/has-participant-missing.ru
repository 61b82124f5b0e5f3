# expect: psgsh:Participation-hasParticipant sh:MinCountConstraintComponent
# The participation names no organisation.
DELETE WHERE { <id/participation/example> cv:hasParticipant ?value }
