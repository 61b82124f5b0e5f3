# expect: psgsh:JourneyStep-requiresBuildingBlock sh:ClassConstraintComponent
# The step names a Building Block that is not described anywhere.
INSERT DATA { <id/step/example> psg:requiresBuildingBlock <id/building-block/nowhere> }
