# expect: psgsh:GenericWorkflow-requiresBuildingBlock sh:ClassConstraintComponent
# The workflow names a Building Block that is not described anywhere.
INSERT DATA { <id/workflow/example> psg:requiresBuildingBlock <id/building-block/nowhere> }
