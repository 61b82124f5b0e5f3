# expect: psgsh:PublicService-hasParticipation sh:ClassConstraintComponent
# The service names a participation that is not described anywhere.
INSERT DATA { <id/service/example> cv:hasParticipation <id/participation/nowhere> }
