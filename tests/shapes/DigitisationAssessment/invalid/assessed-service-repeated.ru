# expect: psgsh:DigitisationAssessment-assessedService sh:MaxCountConstraintComponent
# The digitisation assessment names two things where one is allowed: “assessed service”.
INSERT DATA { <id/level-assessment/example> psg:assessedService <id/service/second> }
