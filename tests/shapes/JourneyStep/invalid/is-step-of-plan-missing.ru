# expect: psgsh:JourneyStep-isStepOfPlan sh:MinCountConstraintComponent
# The step names no user journey.
DELETE WHERE { <id/step/example> p-plan:isStepOfPlan ?value }
