# expect: psgsh:Proposal-patch sh:MaxCountConstraintComponent
# Two patches.
INSERT DATA { <id/proposal/1> psg:patch "Qg=="^^xsd:base64Binary }
