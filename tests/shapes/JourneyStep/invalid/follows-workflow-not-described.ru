# expect: psgsh:JourneyStep-followsWorkflow sh:ClassConstraintComponent
# The step names a generic workflow that is not described anywhere.
INSERT DATA { <id/step/example> psg:followsWorkflow <id/workflow/nowhere> }
