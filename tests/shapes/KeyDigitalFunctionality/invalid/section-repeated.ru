# expect: psgsh:KeyDigitalFunctionality-section sh:MaxCountConstraintComponent
# The functionality has two values of “section”.
INSERT DATA { <id/functionality/example> psg:section "6.1" , "6.2" }
