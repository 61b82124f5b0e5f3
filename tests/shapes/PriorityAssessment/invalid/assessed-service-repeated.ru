# expect: psgsh:PriorityAssessment-assessedService sh:MaxCountConstraintComponent
# The priority assessment names two things where one is allowed: “assessed service”.
INSERT DATA { <id/assessment/example> psg:assessedService <id/service/second> }
