# expect: psgsh:JourneyStep-isStepOfPlan sh:MaxCountConstraintComponent
# The step names two things where one is allowed: “journey”.
INSERT DATA { <id/step/example> p-plan:isStepOfPlan <id/journey/second> }
