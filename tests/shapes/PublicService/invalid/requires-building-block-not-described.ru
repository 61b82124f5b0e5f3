# expect: psgsh:PublicService-requiresBuildingBlock sh:ClassConstraintComponent
# The service names a Building Block that is not described anywhere.
INSERT DATA { <id/service/example> psg:requiresBuildingBlock <id/building-block/nowhere> }
