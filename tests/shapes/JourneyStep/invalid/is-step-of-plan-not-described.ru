# expect: psgsh:JourneyStep-isStepOfPlan sh:ClassConstraintComponent
# The step names a user journey that is not described anywhere.
DELETE WHERE { <id/step/example> p-plan:isStepOfPlan ?value } ;
INSERT DATA { <id/step/example> p-plan:isStepOfPlan <id/journey/nowhere> }
