"""How ready the project is for production, by Google's ML Test Score: one module a section, one function a test.

Breck et al., "The ML Test Score: A Rubric for ML Production Readiness and Technical Debt Reduction" (2017).
"""
